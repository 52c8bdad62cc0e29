using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>Says how a trial ended.</summary>
/// <param name="Result">What <c>result.json</c> says too, if it could be written.</param>
internal sealed record RunTrialResponse(TrialResult Result);
