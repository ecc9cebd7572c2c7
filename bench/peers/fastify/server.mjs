// A plain service that does what many would write first: each POST is validated and inserted into PostgreSQL, and answered when that is
// committed. For scale only: it knows of no pseudonyms, takes out no personal data, and counts nothing.
//
//   node server.mjs FOLDER-OF-THE-SOCKET DATABASE USER   →  prints "listening on PORT"
import Fastify from 'fastify'
import pg from 'pg'

const [host, database, user] = process.argv.slice(2)
const pool = new pg.Pool({ host, port: 5432, database, user, max: 32 })
await pool.query(`CREATE TABLE IF NOT EXISTS signals (
  source text NOT NULL, id text NOT NULL, occurred_at timestamptz NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
  channel text, unit text, touchpoint text, customer text, ratings jsonb, attributes jsonb, body text,
  PRIMARY KEY (source, id))`)

const insert = {
  name: 'insert',
  text: `INSERT INTO signals (source, id, occurred_at, channel, unit, touchpoint, customer, ratings, attributes, body)
         VALUES ('shop', $1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`
}
const text = { type: 'string', maxLength: 256 }
const schema = {
  body: {
    type: 'object',
    required: ['id', 'occurred_at'],
    properties: {
      id: text, occurred_at: { type: 'string', format: 'date-time' }, channel: text, unit: text, touchpoint: text, customer: text,
      ratings: { type: 'object', additionalProperties: { type: 'number' } }, attributes: { type: 'object' }, text: { type: 'string' }
    }
  }
}

const app = Fastify({ logger: false })
app.post('/v1/signals', { schema }, async (request, reply) => {
  const told = request.body
  await pool.query({
    ...insert,
    values: [told.id, told.occurred_at, told.channel, told.unit, told.touchpoint, told.customer, told.ratings, told.attributes, told.text]
  })
  reply.code(202)
  return { id: told.id }
})
await app.listen({ host: '127.0.0.1', port: 0 })
console.log(`listening on ${app.server.address().port}`)
