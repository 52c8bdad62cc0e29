using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Diffs;

/// <summary>One of two runs that are compared.</summary>
/// <param name="Folder">Its folder, absolute.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Recommendation">What its verdict says.</param>
/// <param name="RecommendedTrial">The trial that the verdict names; <see langword="null"/> where it names none.</param>
/// <param name="Kind">How far its evidence goes.</param>
/// <param name="Grade">How sure it is.</param>
/// <param name="TestRows">Rows of its test part.</param>
public sealed record RunSide(string Folder, DateTimeOffset Created, string Recommendation, string? RecommendedTrial, VerdictKind Kind, Grade Grade, int TestRows);
