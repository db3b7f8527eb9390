import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Can } from '../platform/access/can.decorator.ts';
import { Does } from '../platform/http/does.decorator.ts';
import { Returns, ReturnsContent } from '../platform/http/returns.decorator.ts';
import {
  analysisFileTypes,
  analysisTypes,
  assemblyProperties,
  propertiesOf,
  propertyField,
} from '../validation/vocabularies/analyses.contract.ts';
import { analysisTypeList, type AnalysisTypeList, analysisTypeParams } from './analysis-types.contract.ts';
import { analysesTemplate } from './reads/analyses-sheet.ts';

/** What analyses may be, and an empty table for each type of them. */
@ApiTags('Checklists')
@Controller('analysis-types')
export class AnalysisTypesController {
  @Get()
  @Does('Lists the types of analyses, and what each asks for')
  @Can('read', 'Checklist')
  @Returns(analysisTypeList)
  list(): AnalysisTypeList {
    return all;
  }

  @Get(':type/template.tsv')
  @Does('Downloads an empty table for a type of analyses')
  @Can('read', 'Checklist')
  @ReturnsContent('text/tab-separated-values')
  template(@Param({ schema: analysisTypeParams }) { type }: z.infer<typeof analysisTypeParams>) {
    return new StreamableFile(Buffer.from(analysesTemplate(type)), {
      type: 'text/tab-separated-values; charset=utf-8',
      disposition: `attachment; filename="${type.toLowerCase()}.tsv"`,
    });
  }
}

const all: AnalysisTypeList = {
  items: analysisTypes.map((type) => ({
    type,
    isAssembly: type in assemblyProperties,
    properties: propertiesOf(type).map(({ name, isRequired, isMultiple, values }) => ({
      name,
      field: propertyField(name),
      isRequired: isRequired ?? false,
      isMultiple: isMultiple ?? false,
      values: values ? [...values] : null,
    })),
  })),
  fileTypes: [...analysisFileTypes],
};
