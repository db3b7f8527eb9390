import type { FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { noUploadArea } from '../ena.errors.ts';
import { endpointsOf } from '../webin.provider.ts';
import { FtpsUploadArea } from './ftps-upload-area.client.ts';
import type { UploadAreaClient } from './upload-area.client.ts';

/** Gives the upload area when it is needed: an installation without one runs, and says so when files are to go. */
export abstract class UploadAreas {
  /** @throws AppError `ena.no_upload_area` */
  abstract area(): UploadAreaClient;
  abstract readonly isThere: boolean;
}

export const uploadAreaProvider: FactoryProvider<UploadAreas> = {
  provide: UploadAreas,
  inject: [CONFIG],
  useFactory: (config: Config) => {
    const { ENA_USERNAME: username, ENA_PASSWORD: password, ENA_UPLOAD_CA: ca } = config;
    const upload = endpointsOf(config)?.upload;
    const area =
      upload && username && password ? new FtpsUploadArea({ ...upload, username, password, ca }) : undefined;
    return {
      isThere: area !== undefined,
      area() {
        if (!area) throw noUploadArea();
        return area;
      },
    };
  },
};
