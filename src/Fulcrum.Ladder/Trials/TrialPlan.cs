namespace Fulcrum.Ladder.Trials;

/// <summary>What a comparison is going to run.</summary>
/// <param name="Trials">Up the ladder, per rung in the order of the models.</param>
/// <param name="Notes">What was left out and how to add it, one sentence each.</param>
public sealed record TrialPlan(IReadOnlyList<Trial> Trials, IReadOnlyList<string> Notes);
