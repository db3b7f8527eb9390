/** Asks until the answer is true. The limit is for a machine far slower than ours. @throws Error after `seconds` */
export async function eventually(ask: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !(await ask());) {
    if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${String(ask)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
  }
}
