using Fulcrum.Data;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>One confident mistake, with the other rungs' answers to the same example.</summary>
/// <param name="Example">The example.</param>
/// <param name="Prediction">What this trial said.</param>
/// <param name="Others">Trial id to what it said.</param>
public sealed record Mistake(Example Example, Prediction Prediction, IReadOnlyDictionary<string, Prediction> Others);
