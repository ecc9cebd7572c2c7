// The drawing of a trend. Loaded only where one is drawn; asks nothing, decides nothing.
import { useComputedColorScheme } from "@mantine/core";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { ComparedRow } from "../../api/types";
import { countText, shortText, valueText, type Estimate } from "../../parts/figure";
import type { Grain } from "../../shell/period";
import { decimals, number, periodName } from "../../words/numbers";
import { direction, say } from "../../words/words";
import classes from "./measures.module.css";

use([LineChart, BarChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

interface Told {
  label: string;
  rows: ComparedRow[];
  unit: string;
  grain: Grain;
  before: { row: Estimate; words: string } | undefined;
  onPoint: ((row: ComparedRow) => void) | undefined;
}

export default function TrendChart({ label, rows, unit, grain, before, onPoint }: Told) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    const drawn = init(place.current!, undefined, { renderer: "svg" });
    chart.current = drawn;
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(place.current!);
    return () => {
      watch.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(drawing({ rows, unit, grain, before }), { notMerge: true });
  }, [rows, unit, grain, before, scheme]);

  useEffect(() => {
    const drawn = chart.current;
    if (!drawn || !onPoint) return;
    const pressed = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      const inside = [0, 1].some((gridIndex) => drawn.containPixel({ gridIndex }, [offsetX, offsetY]));
      const at = inside ? drawn.convertFromPixel({ xAxisIndex: 0 }, offsetX) : undefined;
      const row = typeof at === "number" ? rows[at] : undefined;
      if (row && row.n > 0) onPoint(row);
    };
    drawn.getZr().on("click", pressed);
    drawn.getZr().setCursorStyle("pointer");
    return () => {
      if (!drawn.isDisposed()) drawn.getZr().off("click", pressed);
    };
  }, [rows, onPoint]);

  return <div ref={place} className={classes.chart} role="img" aria-label={label} />;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--bw-${name}`).trim();
  return {
    ink: read("ink"), soft: read("soft"), line: read("line"), band: read("band"), bars: read("bars"), raised: read("raised"), paper: read("paper"),
    uncertain: read("uncertain"),
  };
}

function drawing({ rows, unit, grain, before }: Pick<Told, "rows" | "unit" | "grain" | "before">) {
  const { ink, soft, line, band, bars, paper, raised, uncertain } = colours();
  const names = rows.map((row) => periodName(row.from ?? "", grain));
  const last = rows.findLastIndex((row) => row.value !== null);
  const counted = rows.some((row) => row.method === "exact");
  const rtl = direction === "rtl";
  const text = { color: soft, fontSize: 12, fontFamily: "inherit" };
  const axis = {
    type: "category" as const, data: names, inverse: rtl, boundaryGap: true,
    axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
  };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: [
      { left: 8, right: 72, top: 18, bottom: counted ? 28 : 82, containLabel: false, outerBoundsMode: "none" },
      { left: 8, right: 72, height: counted ? 0 : 26, bottom: 28, containLabel: false, outerBoundsMode: "none" },
    ],
    tooltip: {
      trigger: "axis" as const,
      confine: true,
      backgroundColor: raised,
      borderColor: line,
      padding: [8, 12],
      textStyle: { color: ink, fontSize: 13 },
      axisPointer: { type: "line" as const, lineStyle: { color: soft, type: "dashed" as const, width: 1 } },
      formatter: (points: unknown) => tip(rows, names, unit, points),
    },
    axisPointer: { link: [{ xAxisIndex: "all" as const }] },
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { ...text, show: counted, hideOverlap: true }, axisLine: { show: counted, lineStyle: { color: line } } },
      { ...axis, gridIndex: 1, axisLabel: { ...text, show: !counted, hideOverlap: true } },
    ],
    yAxis: [
      {
        type: "value" as const, gridIndex: 0, scale: !counted, splitNumber: 4, position: rtl ? ("right" as const) : ("left" as const),
        axisLabel: { ...text, inside: true, margin: 0, verticalAlign: "bottom" as const, padding: [0, 0, 3, 0], formatter: (value: number) => number(value, value % 1 === 0 ? 0 : 1) },
        splitLine: { lineStyle: { color: line } },
      },
      { type: "value" as const, gridIndex: 1, show: false },
    ],
    series: [
      // The band: an unseen floor, and what lies between the bounds upon it.
      { type: "line" as const, stack: "band", stackStrategy: "all" as const, data: rows.map((row) => row.low), symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } },
      {
        type: "line" as const, stack: "band", stackStrategy: "all" as const, silent: true, symbol: "none",
        data: rows.map((row) => (row.low == null || row.high == null ? null : row.high - row.low)),
        lineStyle: { opacity: 0 }, areaStyle: { color: band },
      },
      {
        type: "line" as const, data: rows.map((row) => row.value), symbol: "circle", symbolSize: 6, showAllSymbol: rows.length <= 40,
        lineStyle: { color: ink, width: 2 }, itemStyle: { color: ink }, connectNulls: false,
        markLine: before && {
          silent: true, symbol: "none", lineStyle: { color: uncertain, type: "dashed" as const, width: 1 },
          label: { position: "insideEndTop" as const, color: uncertain, fontSize: 12, backgroundColor: paper, padding: [1, 4], formatter: say("trend.before", { before: before.words, value: shortText(before.row, unit) }) },
          data: [{ yAxis: before.row.value }],
        },
        endLabel: { show: false },
        ...(last >= 0 && {
          markPoint: undefined,
          label: {
            show: true, position: rtl ? ("left" as const) : ("right" as const), distance: 8, color: ink, fontSize: 14, fontWeight: 600 as const,
            formatter: ({ dataIndex }: { dataIndex: number }) => (dataIndex === last ? shortText(rows[last]!, unit) : ""),
          },
        }),
      },
      !counted && {
        type: "bar" as const, xAxisIndex: 1, yAxisIndex: 1, data: rows.map((row) => row.n), itemStyle: { color: bars }, barMaxWidth: 18, silent: true,
        label: { show: rows.length > 0, position: "right" as const, distance: 8, color: soft, fontSize: 12, formatter: ({ dataIndex, value }: { dataIndex: number; value: number }) => (dataIndex === rows.length - 1 ? say("figure.n", { n: number(value) }) : "") },
      },
    ].filter((series) => series !== false),
  };
}

/// What a point says when it is looked at; text that came from outside is none of it.
function tip(rows: ComparedRow[], names: string[], unit: string, points: unknown): string {
  const at = (points as { dataIndex: number }[])[0]?.dataIndex ?? 0;
  const row = rows[at];
  if (!row) return "";
  const box = document.createElement("div");
  const put = (tag: string, words: string) => box.appendChild(document.createElement(tag)).append(words);
  put("div", names[at] ?? "");
  if (row.value == null || row.low == null || row.high == null) {
    put("div", row.withheld ?? "");
    return box.innerHTML;
  }
  put("strong", valueText(row, unit));
  if (row.method === "exact") return box.innerHTML;
  const digits = decimals({ low: row.low, high: row.high });
  put("div", say("figure.interval", { low: number(row.low, digits), high: number(row.high, digits) }));
  put("div", say("figure.n", { n: countText(row) }));
  return box.innerHTML;
}
