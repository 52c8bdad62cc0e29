

namespace Fulcrum.Ladder.Execution.Protocol;

/// <summary>One line on a worker's standard input: run this trial. The end of the input ends the worker.</summary>
/// <param name="RunFolder">The run folder, absolute.</param>
/// <param name="TrialId">Which of its trials.</param>
internal sealed record WorkerRequest(string RunFolder, string TrialId);
