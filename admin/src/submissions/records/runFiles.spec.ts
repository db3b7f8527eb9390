import { describe, expect, it } from 'vitest';
import { fileColumnName, fileFieldOf, filePlaceOf, fileParts } from './runFiles.ts';

describe('columns of the files of runs', () => {
  it('are known by every name that sheets and findings have for them', () => {
    expect(filePlaceOf('file_name')).toEqual({ index: 0, part: 'name' });
    expect(filePlaceOf('forward_file_md5')).toEqual({ index: 0, part: 'md5' });
    expect(filePlaceOf('reverse_file_name')).toEqual({ index: 1, part: 'name' });
    expect(filePlaceOf('file_3_read_type')).toEqual({ index: 2, part: 'read_type' });
    expect(filePlaceOf('experiment')).toBeUndefined();
    expect(filePlaceOf('library_name')).toBeUndefined();
  });

  it('are found again by their own name and by the name they are changed by', () => {
    for (const part of fileParts) {
      for (const index of [0, 1, 2, 9]) {
        expect(filePlaceOf(fileColumnName({ index, part }, true))).toEqual({ index, part });
        expect(filePlaceOf(fileFieldOf({ index, part }))).toEqual({ index, part });
      }
      expect(filePlaceOf(fileColumnName({ index: 0, part }, false))).toEqual({ index: 0, part });
    }
  });
});
