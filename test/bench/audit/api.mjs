// The API as it is built, in a process of its own that holds nothing else, so that its memory can be measured: tells its
// address, and at the end the most it took. Plain JavaScript, for the compiler of TypeScript within Node takes 11 MB.
// Its one argument is the folder of the build.
import process from 'node:process';

const folder = process.argv[2] ?? '';
const { createApi } = await import(`${folder}/server/src/api.js`);
const { loadConfig } = await import(`${folder}/server/src/platform/config/config.js`);
const { returnMemoryOfStart } = await import(`${folder}/server/src/platform/memory/memory-of-start.js`);

const app = await createApi(loadConfig());
returnMemoryOfStart();
await app.listen(0, '127.0.0.1');
let peak = 0;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
process.on('message', (asked) => {
  if (asked === 'begin') peak = process.memoryUsage.rss();
  process.send?.({ rss: peak });
});
process.send?.({ url: await app.getUrl() });
