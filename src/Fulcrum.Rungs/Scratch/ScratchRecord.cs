using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Scratch;

/// <summary>How a model from scratch reads texts: its part of <c>predictor.json</c>.</summary>
/// <param name="MaxTokens">Tokens of a text beyond which it is cut.</param>
/// <param name="Truncate">Which part of it is kept; the head where this is null.</param>
internal sealed record ScratchRecord(int MaxTokens, TruncationSide? Truncate = null);
