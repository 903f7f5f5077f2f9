/** Questions, each with its answer, on things that have nothing to do with each other. */
export const probes: readonly (readonly [question: string, answer: string])[] = [
  [
    'How do bees make honey?',
    'Workers carry nectar to the hive, where they thicken it and seal it into cells of wax as honey.',
  ],
  [
    'What causes the tides of the sea?',
    'The pull of the moon, and less that of the sun, raises the water of the oceans twice a day.',
  ],
  [
    'How is bread baked?',
    'Flour, water, salt and yeast are kneaded to a dough, left to rise, and baked in a hot oven.',
  ],
  [
    'Who wrote the first program for a computer?',
    'Ada Lovelace published an algorithm for the analytical engine in 1843, before any such machine ran.',
  ],
  [
    'What does insulin do in the body?',
    'Insulin is a hormone of the pancreas that lets cells take up glucose and so lowers blood sugar.',
  ],
  [
    'Why do leaves change colour in autumn?',
    'As days grow shorter trees stop making chlorophyll, and yellow and red pigments show.',
  ],
  [
    'How does a bill become law?',
    'A bill is debated and voted on in parliament, and becomes law when it has been signed.',
  ],
  [
    'What is inflation?',
    'Inflation is a general rise of prices, by which money buys less than it did before.',
  ],
];
