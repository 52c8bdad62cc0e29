using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Trials;

/// <summary>
/// The shortest names that tell the trials of a run apart: the rung, with its model and the model that finds its examples
/// where that is needed, then a number.
/// </summary>
public sealed class TrialNames
{
    private readonly Dictionary<string, Name> _names = [];

    /// <summary>Names the trials of one run.</summary>
    public TrialNames(IEnumerable<Trial> trials)
    {
        foreach (var ofRung in trials.GroupBy(trial => trial.Rung))
        {
            var models = ofRung.Select(trial => trial.ModelName).Distinct().Count();
            var finders = ofRung.Select(Finder).Distinct().Count();
            foreach (var twins in ofRung.GroupBy(trial => (Model: trial.ModelName, Finder: Finder(trial))))
            {
                var (model, finder) = (twins.Key.Model, finders > 1 ? twins.Key.Finder : null);
                foreach (var (index, trial) in twins.Index())
                {
                    var number = twins.Count() == 1 ? "" : $" {index + 1}";
                    _names[trial.Id] = new Name(
                        Parts(ofRung.Key, models > 1 ? model : null, finder) + number,
                        Parts(ofRung.Key, null, finder) + number,
                        Spoken(ofRung.Key) + (finder is null ? "" : $" with {finder}") + number + (model is null ? "" : $" on {model}"));
                }
            }
        }
    }

    /// <summary>The name of a trial; its id where the run has no such trial.</summary>
    public string this[string trialId] => _names.TryGetValue(trialId, out var name) ? name.Full : trialId;

    /// <summary>The same without the model, where that stands beside it.</summary>
    public string Rung(string trialId) => _names.TryGetValue(trialId, out var name) ? name.Rung : trialId;

    /// <summary>What it is called in a sentence, always with its model: <c>LoRA on SmolLM2-135M-Instruct</c>.</summary>
    public string InSentence(string trialId) => _names.TryGetValue(trialId, out var name) ? name.Spoken : trialId;

    private static string Parts(string rung, params string?[] parts) => string.Join(" · ", [rung, .. parts.OfType<string>()]);

    private static string Spoken(string rung) =>
        rung == RungCatalog.Lora.Name ? "LoRA"
        : rung == RungCatalog.Full.Name ? "full tuning"
        : rung == RungCatalog.Scratch.Name ? "a model from scratch"
        : rung;

    /// <summary>The embedding model that finds the examples of a retrieval; without one they are found by their words.</summary>
    private static string? Finder(Trial trial) =>
        trial.Rung != RungCatalog.Retrieval.Name ? null
        : trial.Settings[RungSettings.EmbeddingsName] is { } path ? new ModelReference(path.GetValue<string>()).Name
        : "TF-IDF";

    private sealed record Name(string Full, string Rung, string Spoken);
}
