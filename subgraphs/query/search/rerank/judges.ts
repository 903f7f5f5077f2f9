import { seemsEnglish } from '../../../../lib/text/language.ts';
import type { Target } from '../request.ts';
import { placeOfModel, type SentenceVectors } from '../sentence-vectors.ts';
import type { Sources } from '../sources.ts';
import type { Candidate, Judge } from './judge.ts';
import { bySentences } from './sentences.ts';

/** Chooses who judges. */
export interface Judges {
  /** The judge of a passage of a collection for this question. Those with the same judge are judged together. */
  of(question: string, candidate: Candidate, target: Target): Judge;
}

/**
 * By language: the model that reads question and passage together knows English only, and was seen to put the right Chinese
 * document last.
 * @param o.everyLanguage the cross-encoder is another one, which is taken to know whatever it is asked
 */
export function judges(o: {
  crossEncoder: Judge;
  everyLanguage: boolean;
  sources: Pick<Sources, 'embed'>;
  sentences: SentenceVectors;
}): Judges {
  const byModel = new Map<string, Judge>();
  const sentenceJudge = ({ collection: { view } }: Target): Judge => {
    const { model } = view;
    const key = placeOfModel(model);
    const known =
      byModel.get(key) ??
      bySentences({
        question: (text) => o.sources.embed(model, text),
        sentences: (texts) => o.sentences(model, texts),
      });
    byModel.set(key, known);
    return known;
  };
  return {
    of(question, { text }, target) {
      const reads = o.everyLanguage || (seemsEnglish(question) && seemsEnglish(text));
      return reads ? o.crossEncoder : sentenceJudge(target);
    },
  };
}
