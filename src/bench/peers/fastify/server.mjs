// A peer: the same rows on the same paths by fastify and pg. node server.mjs <port> <mode> <PostgreSQL's port> <database>
//   pooled     the usual form: a pool, rows as objects, JSON written by JavaScript; one process
//   pipelined  the best form: each type's JSON written by PostgreSQL and never parsed, many statements under way on few connections; a
//             process a core
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import Fastify from 'fastify';
import pg from 'pg';

const [port, mode, databasePort, database] = process.argv.slice(2);
const connection = { host: 'localhost', port: Number(databasePort), user: 'postgres', database };
const app = Fastify();

const SHOWN = `chain_id = $1 AND listed AND state <> 'GONE'`;
const pooled = {
  prepare() {
    // Ids are as small as JavaScript's numbers here.
    const pool = new pg.Pool({ ...connection, max: 8 });
    const single = { name: 'single', text: `SELECT body FROM certificate_type WHERE chain_id = $1 AND id = $2 AND state <> 'GONE'` };
    const total = { name: 'total', text: `SELECT count(*)::int AS total FROM certificate_type WHERE ${SHOWN}` };
    const page = { name: 'page', text: `SELECT body FROM certificate_type WHERE ${SHOWN} ORDER BY weight NULLS LAST, id LIMIT $2` };
    this.single = async (reply, chain, id) => {
      const { rows } = await pool.query({ ...single, values: [chain, id] });
      return rows.length ? { success: true, data: rows[0].body, meta: [] } : reply.code(404).send({ success: false });
    };
    this.list = async (_, chain, size) => {
      const [counted, found] = await Promise.all([
        pool.query({ ...total, values: [chain] }),
        pool.query({ ...page, values: [chain, size] }),
      ]);
      return { success: true, data: found.rows.map((row) => row.body), meta: { total_count: counted.rows[0].total } };
    };
  },
};

const pipelined = {
  async prepare() {
    const clients = await Promise.all(
      Array.from({ length: 2 }, async () => {
        const client = new pg.Client({ ...connection, pipeline: true });
        await client.connect();
        return client;
      }),
    );
    let turn = 0;
    // Both statements of a list leave at once, one behind the other.
    const on = (client, query, values) => client.query({ ...query, values, rowMode: 'array' });
    const next = () => clients[(turn = (turn + 1) % clients.length)];
    const single = { name: 'single', text: `SELECT '{"success":true,"data":' || body::text || ',"meta":[]}' FROM certificate_type WHERE chain_id = $1 AND id = $2 AND state <> 'GONE'` };
    const total = { name: 'total', text: `SELECT count(*)::int FROM certificate_type WHERE ${SHOWN}` };
    // Joined here: string_agg costs PostgreSQL half as much again.
    const page = { name: 'page', text: `SELECT body::text FROM certificate_type WHERE ${SHOWN} ORDER BY weight NULLS LAST, id LIMIT $2` };
    this.single = async (reply, chain, id) => {
      const { rows } = await on(next(), single, [chain, id]);
      return rows.length ? reply.type('application/json').send(rows[0][0]) : reply.code(404).send();
    };
    this.list = async (reply, chain, size) => {
      const client = next();
      const [counted, found] = await Promise.all([on(client, total, [chain]), on(client, page, [chain, size])]);
      const data = found.rows.map((row) => row[0]).join(',');
      return reply.type('application/json').send(`{"success":true,"data":[${data}],"meta":{"total_count":${counted.rows[0][0]}}}`);
    };
  },
};

const modes = { pooled, pipelined };
if (!modes[mode]) {
  throw new Error(`the mode is pooled or pipelined, not ${mode}`);
}
if (mode === 'pipelined' && cluster.isPrimary) {
  for (let core = 0; core < availableParallelism(); core++) cluster.fork();
  const end = () => {
    for (const worker of Object.values(cluster.workers)) worker.kill('SIGKILL');
    process.exit(0);
  };
  process.on('SIGTERM', end);
  cluster.on('exit', (worker, code) => {
    console.error(`a worker ended with ${code}`);
    process.exitCode = 1;
    end();
  });
} else {
  const form = modes[mode];
  await form.prepare();
  const path = '/api/v1/chain/:chain/loyalty/certificate_types';
  app.get(`${path}/:id`, (request, reply) => form.single(reply, request.params.chain, request.params.id));
  app.get(path, (request, reply) => form.list(reply, request.params.chain, request.query.page_size ?? 10));
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}
