using Fulcrum.Data;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Runs;

/// <summary>Writes trials as a worker leaves them: a log of test, shift and perturbed copies, and a result.</summary>
internal static class FinishedTrial
{
    /// <param name="run">A run.</param>
    /// <param name="data">Its data.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="answer">What it says of an example.</param>
    /// <param name="probabilities">Its probabilities; certain of <c>ham</c> unless given.</param>
    /// <param name="outcome">What it reports.</param>
    public static void Write(
        RunFolder run, RunData data, Trial trial, Func<Example, string?> answer, Func<Example, double[]>? probabilities = null, TrialOutcome? outcome = null)
    {
        run.WriteTrials([trial]);
        using (var log = run.Trial(trial.Id).OpenPredictions())
        {
            foreach (var part in new[] { DatasetPart.Test, DatasetPart.Shift, DatasetPart.Perturbed })
            {
                foreach (var example in data.Split[part])
                {
                    log.Write(new Prediction
                    {
                        Part = part,
                        Id = example.Id,
                        Perturbation = example.Copy?.Perturbation,
                        Labels = example.Labels,
                        Predicted = answer(example),
                        Probabilities = probabilities?.Invoke(example) ?? [1, 0],
                        Milliseconds = 2,
                    });
                }
            }
        }

        run.Trial(trial.Id).WriteResult(new TrialResult { Status = TrialStatus.Completed, WallSeconds = 2.5, PeakMemoryBytes = 1000, Outcome = outcome });
    }

    public static void Fail(RunFolder run, Trial trial, string reason)
    {
        run.WriteTrials([trial]);
        run.Trial(trial.Id).WriteResult(TrialResult.Failed(new TrialFailure(TrialStage.Worker, reason) { Log = ["last words"] }));
    }
}
