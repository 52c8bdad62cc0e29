namespace Fulcrum.Ladder.Serving;

/// <summary>What a <see cref="PredictRequest"/> is answered.</summary>
/// <param name="Answers">One per text, in the order of the texts.</param>
public sealed record PredictResponse(IReadOnlyList<TextAnswer> Answers);
