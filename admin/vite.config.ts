import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['SEQDB_API'] ?? 'http://127.0.0.1:3000';

/** Libraries that change rarely get their own files, so that a release of ours does not expire them. */
const vendors = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|react-router-dom|scheduler)[\\/]/ },
  { name: 'mui', test: /node_modules[\\/](@mui|@emotion|stylis|@popperjs)[\\/]/ },
  {
    name: 'admin',
    test: /node_modules[\\/](ra-core|ra-i18n-polyglot|@tanstack[\\/](react-query|query-core)|@casl)[\\/]/,
  },
];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { alias: { '@contract': new URL('../server/src', import.meta.url).pathname } },
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    // `connect-src 'self'` and `script-src 'self'` allow no data: modules; fonts come as files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: vendors.map((vendor) => ({ ...vendor, entriesAware: true })) } },
    },
  },
  server: {
    proxy: { '/api': { target: api, changeOrigin: true }, '/a/': { target: api, changeOrigin: true } },
  },
});
