import { defineConfig } from 'vitest/config';

/**
 * Three tiers (see CONTRIBUTING in the README): `unit` is pure and lies beside the code, `medium` runs a
 * service on real PostgreSQL, Redis and object storage, `e2e` drives the whole application over HTTP or in a browser.
 * The limits are for machines several times slower than a laptop: a test waits for what it expects, never for a time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['server/**/*.spec.ts', 'seeds/**/*.spec.ts', 'test/*.spec.ts', 'test/faults/*.spec.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: { '@contract': new URL('./server/src', import.meta.url).pathname } },
        test: { name: 'console', include: ['admin/src/**/*.spec.{ts,tsx}'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'medium',
          include: ['test/medium/**/*.spec.ts'],
          globalSetup: ['test/setup/stack.ts'],
          fileParallelism: false,
          testTimeout: 150_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          globalSetup: ['test/setup/stack.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.faults.ts'],
          globalSetup: ['test/setup/stack.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
      // What is too long for `npm test`: real processes, and what they measure.
      {
        test: {
          name: 'faults-long',
          include: ['test/faults/**/*.long.ts'],
          globalSetup: ['test/setup/stack.ts'],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
