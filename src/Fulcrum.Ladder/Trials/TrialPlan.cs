namespace Fulcrum.Ladder.Trials;

/// <summary>What a comparison is going to run.</summary>
/// <param name="Trials">In the order in which they run: without a model first, then model by model, each up the ladder.</param>
/// <param name="Notes">What was left out and how to add it, one sentence each.</param>
public sealed record TrialPlan(IReadOnlyList<Trial> Trials, IReadOnlyList<string> Notes);
