using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Trials;

/// <summary>
/// The shortest names that tell the trials of a run apart: the rung, with its model and the encoder that a setting names
/// where that is needed, then a number.
/// </summary>
public sealed class TrialNames
{
    private readonly Dictionary<string, Name> _names = [];

    /// <summary>Names the trials of one run; all trials of an arm have its name.</summary>
    public TrialNames(IEnumerable<Trial> trials)
    {
        Trial[] all = [.. trials];
        foreach (var ofRung in all.DistinctBy(trial => trial.Arm).GroupBy(trial => trial.Rung.Name))
        {
            var models = ofRung.Select(trial => trial.ModelName).Distinct().Count();
            var encoders = ofRung.Select(Encoder).Distinct().Count();
            foreach (var twins in ofRung.GroupBy(trial => (Model: trial.ModelName, Encoder: Encoder(trial))))
            {
                var (model, encoder) = (twins.Key.Model, encoders > 1 ? twins.Key.Encoder : null);
                foreach (var (index, trial) in twins.Index())
                {
                    var number = twins.Count() == 1 ? "" : $" {index + 1}";
                    _names[trial.Arm] = new Name(
                        Parts(ofRung.Key, models > 1 ? model : null, encoder) + number,
                        Parts(ofRung.Key, null, encoder) + number,
                        trial.Rung.SpokenName + (encoder is null ? "" : $" with {encoder}") + number + (model is null ? "" : $" on {model}"));
                }
            }
        }

        foreach (var trial in all) _names[trial.Id] = _names[trial.Arm];
    }

    /// <summary>The name of a trial; its id where the run has no such trial.</summary>
    public string this[string trialId] => _names.TryGetValue(trialId, out var name) ? name.Full : trialId;

    /// <summary>The same without the model, where that stands beside it.</summary>
    public string Rung(string trialId) => _names.TryGetValue(trialId, out var name) ? name.Rung : trialId;

    /// <summary>What it is called in a sentence, always with its model: <c>LoRA on SmolLM2-135M-Instruct</c>.</summary>
    public string InSentence(string trialId) => _names.TryGetValue(trialId, out var name) ? name.Spoken : trialId;

    /// <summary>The name of one trial among those of its arm: with the rows of a pilot, or with its seed where that is not the arm's first.</summary>
    public string OfTrial(Trial trial) => FormattableString.Invariant($"{this[trial.Arm]}{(trial.Pilot is { } pilot ? PilotName(trial, pilot) : trial.ArmId is null ? "" : $", seed {trial.Seed}")}");

    private static string PilotName(Trial trial, Pilot pilot) => trial.Rung.Class == RungClass.OutOfTheBox
        ? FormattableString.Invariant($", {pilot.DevRows} rows of dev")
        : FormattableString.Invariant($", {pilot.TrainRows} rows");

    private static string Parts(string rung, params string?[] parts) => string.Join(" · ", [rung, .. parts.OfType<string>()]);

    /// <summary>The encoder that a setting names, or what works in its place, e.g. TF-IDF; null where the rung has no such setting.</summary>
    private static string? Encoder(Trial trial) =>
        trial.Rung.EncoderKey is null ? null : trial.Encoder?.Name ?? trial.Rung.WithoutEncoder;

    private sealed record Name(string Full, string Rung, string Spoken);
}
