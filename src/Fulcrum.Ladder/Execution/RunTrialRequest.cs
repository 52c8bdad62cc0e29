using Fulcrum.Ladder.Rungs;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Ladder.Execution;

/// <summary>Asks a worker to run a trial.</summary>
/// <param name="RunFolder">The run folder, absolute.</param>
/// <param name="TrialId">Which of its trials.</param>
internal sealed record RunTrialRequest(string RunFolder, string TrialId) : IWorkerRequest<StageProgress, RunTrialResponse>;
