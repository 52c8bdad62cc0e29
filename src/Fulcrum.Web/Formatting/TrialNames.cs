using Fulcrum.Ladder.Runs;

namespace Fulcrum.Web.Formatting;

/// <summary>The shortest names that tell the trials of a run apart: the rung, with its model where that is needed, then a number.</summary>
public sealed class TrialNames
{
    private readonly Dictionary<string, (string Full, string Rung)> names = [];

    /// <summary>Names the trials of one run.</summary>
    public TrialNames(IReadOnlyList<TrialReport> trials)
    {
        foreach (var twins in trials.GroupBy(t => (Rung: t.Rung.Name, t.Trial.ModelName)))
        {
            var (rung, model) = twins.Key;
            var rungTells = trials.Count(t => t.Rung.Name == rung) == twins.Count();
            var name = rungTells || model is null ? rung : $"{rung} · {model}";
            foreach (var (index, trial) in twins.Index())
            {
                var number = twins.Count() == 1 ? "" : $" {index + 1}";
                names[trial.Trial.Id] = (name + number, rung + number);
            }
        }
    }

    /// <summary>The name of a trial; its id where the run has no such trial.</summary>
    public string this[string trialId] => names.TryGetValue(trialId, out var name) ? name.Full : trialId;

    /// <summary>The same without the model, where that stands beside it.</summary>
    public string Rung(string trialId) => names.TryGetValue(trialId, out var name) ? name.Rung : trialId;
}
