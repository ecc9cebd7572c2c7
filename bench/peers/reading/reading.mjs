// Two libraries that tell how a text feels, on the texts of a file, a line each: for scale only, as they do one part of seven of what is measured
// beside them, in English alone.
//
//   node reading.mjs FILE ROUNDS   →  prints {"vader-sentiment": TEXTS-PER-SECOND, "wink-nlp": …}, of the best round
//
// Seconds are those that the process computes, on all its threads: other programs on the machine do not count.
import { readFileSync } from 'node:fs'
import vader from 'vader-sentiment'
import winkNLP from 'wink-nlp'
import model from 'wink-eng-lite-web-model'

const [file, rounds] = process.argv.slice(2)
const texts = readFileSync(file, 'utf8').split('\n').filter(text => text.length > 0)

// No more than sentiment needs: neither parts of speech nor entities are looked for.
const nlp = winkNLP(model, ['sbd', 'negation', 'sentiment'])
const readers = {
  'vader-sentiment': text => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound,
  'wink-nlp': text => nlp.readDoc(text).out(nlp.its.sentiment)
}

const told = {}
for (const [name, read] of Object.entries(readers)) {
  let best = 0
  // The first round warms up.
  for (let round = 0; round <= Number(rounds); ++round) {
    const before = process.cpuUsage()
    let sum = 0
    for (const text of texts) sum += read(text)
    const { user, system } = process.cpuUsage(before)
    if (!Number.isFinite(sum)) throw new Error(`${name} read nothing`)
    if (round > 0) best = Math.max(best, texts.length / ((user + system) / 1e6))
  }
  told[name] = best
}
console.log(JSON.stringify(told))
