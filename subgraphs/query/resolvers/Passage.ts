import type { PassageResolvers } from '../../../schema/generated/query.ts';
import { around } from '../passages/around.ts';

export const Passage: PassageResolvers = {
  around: (passage, wanted, { reader }) => around(passage, wanted, reader),
};
