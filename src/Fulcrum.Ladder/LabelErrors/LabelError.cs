using Fulcrum.Data;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.LabelErrors;

/// <summary>A row whose label all good rungs dispute.</summary>
/// <param name="Part">The part that it is in.</param>
/// <param name="Example">The row with the label that it has.</param>
/// <param name="Suggested">The label that the rungs take for the right one.</param>
/// <param name="Confidence">The mean probability that they give it, 0 to 1.</param>
/// <param name="Doubt">The mean probability that they give the label that it has, 0 to 1.</param>
/// <param name="Says">Trial id to what it said.</param>
public sealed record LabelError(DatasetPart Part, Example Example, string Suggested, double Confidence, double Doubt, IReadOnlyDictionary<string, Prediction> Says);

/// <summary>The rows of a run whose labels may be wrong.</summary>
/// <param name="Rows">The rows, those first of whose error the rungs are surest.</param>
/// <param name="Searched">Rows that were looked at: those that all rungs below answered without having learned from them.</param>
/// <param name="Trials">The ids of the good rungs, whose word it is.</param>
/// <param name="Note">Why none were looked for; <see langword="null"/> where they were.</param>
public sealed record LabelErrorReport(IReadOnlyList<LabelError> Rows, int Searched, IReadOnlyList<string> Trials, string? Note = null)
{
    /// <summary>None were looked for, and nothing is said of it.</summary>
    public static LabelErrorReport None { get; } = new([], 0, []);
}
