// Lets Node.js run the project's TypeScript as it is, decorators included, with the same compiler and settings as the
// production build: node --import ./scripts/lib/typescript-hooks.mjs FILE.ts. For programs that measure; the tests have
// vitest's transform.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from '../runtime.mjs';

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => readFileSync(file, 'utf8'));
const compilerOptions = { ...config.compilerOptions, module: 'ESNext', rootDir: root, inlineSourceMap: true };
for (const own of ['sourceMap', 'outDir', 'rewriteRelativeImportExtensions', 'moduleResolution'])
  delete compilerOptions[own];

registerHooks({
  load(url, context, next) {
    const ours =
      url.startsWith(pathToFileURL(root).href) && url.endsWith('.ts') && !url.includes('/node_modules/');
    if (!ours) return next(url, context);
    const fileName = fileURLToPath(url);
    const { outputText } = ts.transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions });
    return { format: 'module', source: outputText, shortCircuit: true };
  },
});
