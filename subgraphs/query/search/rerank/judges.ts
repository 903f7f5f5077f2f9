import { seemsEnglish } from '../../../../lib/text/language.ts';
import { modelKey } from '../../../../lib/view-spec.ts';
import type { Target } from '../request.ts';
import type { Sources } from '../sources.ts';
import type { Candidate, Judge } from './judge.ts';
import { bySentences, keptSentences } from './sentences.ts';

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
  sources: Pick<Sources, 'embed' | 'embedSentences'>;
}): Judges {
  const kept = keptSentences();
  const byModel = new Map<string, Judge>();
  const sentenceJudge = ({ collection: { view } }: Target): Judge => {
    const { model } = view;
    // The place too: a model may be registered anew at another one.
    const key = JSON.stringify([modelKey(model), model.source]);
    const known =
      byModel.get(key) ??
      bySentences(
        {
          key,
          question: (text) => o.sources.embed(model, text),
          sentences: (texts) => o.sources.embedSentences(model, texts),
        },
        kept,
      );
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
