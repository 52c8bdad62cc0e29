using Fulcrum.Ladder.Rungs;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Passes a training's progress on under the name of its stage.</summary>
internal sealed class TrainingReporter(IProgress<StageProgress> progress, string stage) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        progress.Report(new StageProgress(stage, value.Fraction, FormattableString.Invariant($"loss {value.Loss:0.000}")));
}
