// The API in a process of its own, so that its memory can be measured: tells its address, and at the end the most it took.
import { createApi } from '../../server/src/api.ts';
import { loadConfig } from '../../server/src/platform/config/config.ts';

const app = await createApi(loadConfig());
await app.listen(0, '127.0.0.1');
let peak = 0;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
process.on('message', (asked) => {
  if (asked === 'begin') {
    globalThis.gc?.();
    peak = process.memoryUsage.rss();
  }
  process.send?.({ rss: peak });
});
process.send?.({ url: await app.getUrl() });
