using Fulcrum.Ladder.Rungs;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Ladder.Serving;

/// <summary>Asks a worker that serves an artifact for answers.</summary>
/// <param name="Texts">The texts.</param>
public sealed record PredictRequest(IReadOnlyList<string> Texts) : IWorkerRequest<StageProgress, PredictResponse>;
