# Expected values for survival_test.cpp (curve, Greenwood, log-log band, quantiles) by R's package survival:
#
#     Rscript src/measure/golden/survival.R > src/measure/golden/survival_r.json
suppressMessages(library(survival))

numbers <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.15g", x)), collapse = ","), "]")

group <- function(name, time, ended) {
  out <- c()
  for (level in c(0.8, 0.95)) {
    fit <- survfit(Surv(time, ended) ~ 1, conf.type = "log-log", conf.int = level)
    s <- summary(fit, censored = TRUE)
    q <- quantile(fit, c(0.25, 0.5, 0.6))
    out <- c(out, sprintf(paste0('{"name":"%s","level":%g,"time":%s,"ended":%s,"at":%s,"share":%s,"se":%s,"low":%s,"high":%s,',
                                 '"quantile_of":[0.25,0.5,0.6],"quantile":%s,"quantile_low":%s,"quantile_high":%s}'),
                          name, level, numbers(time), numbers(ended), numbers(s$time), numbers(s$surv), numbers(s$std.err),
                          numbers(s$lower), numbers(s$upper), numbers(q$quantile), numbers(q$lower), numbers(q$upper)))
  }
  out
}

# 6-MP: Freireich et al., Blood 21 (1963) 699-716. aml: Miller, Survival Analysis (1981), both groups.
mp <- c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)
mp_ended <- c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
set.seed(4)
t <- ceiling(rexp(150, 0.002)); c <- ceiling(runif(150, 0, 1200))
cat('{"made_by":"survival.R with ', R.version.string, ", survival ", as.character(packageVersion("survival")), '","survival":[\n',
    paste(c(group("6-MP", mp, mp_ended), group("aml", survival::aml$time, survival::aml$status),
            group("drawn", pmin(t, c), as.integer(t <= c))), collapse = ",\n"), "]}\n", sep = "")
