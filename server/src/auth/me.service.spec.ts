import { expect, it } from 'vitest';
import { environmentOf } from './me.service.ts';

it('says where this is, unless it is the real thing', () => {
  expect(environmentOf({ DEMO_DATA: false, ENA_ENVIRONMENT: 'production' })).toBeNull();
  expect(environmentOf({ DEMO_DATA: false, ENA_ENVIRONMENT: 'test' })).toBe('ENA test');
  expect(environmentOf({ DEMO_DATA: false, ENA_ENVIRONMENT: 'sandbox' })).toBe('local stack');
  expect(environmentOf({ DEMO_DATA: true, ENA_ENVIRONMENT: 'production' })).toBe('local stack');
});
