using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Files;

namespace Fulcrum.Ladder.Trials;

/// <summary>Makes names of trials that are the same for the same work, so that a resumed run finds what is done.</summary>
internal static class TrialId
{
    private const int LongestModelName = 48;

    /// <summary><c>rung-model-hash</c>, or <c>rung-hash</c> without a model; safe as a folder name.</summary>
    public static string Create(string rung, ModelReference? model, JsonObject settings, int seed)
    {
        var file = model is null ? null : Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Path));
        var content = new JsonObject
        {
            ["rung"] = rung,
            ["model"] = file,
            ["settings"] = new JsonObject(settings
                .OrderBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => KeyValuePair.Create(s.Key, s.Value?.DeepClone()))),
            ["seed"] = seed,
        };
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, LadderJson.Line));
        var code = Convert.ToHexStringLower(hash)[..8];
        return model is null ? $"{rung}-{code}" : $"{rung}-{Safe(model.Name)}-{code}";
    }

    /// <summary>The name of another trial of an arm: that of its whole trial, then the rows of a pilot or another seed.</summary>
    public static string OfPilot(string arm, Pilot pilot) => FormattableString.Invariant($"{arm}-pilot-{pilot.TrainRows}-{pilot.DevRows}");

    /// <inheritdoc cref="OfPilot"/>
    public static string OfSeed(string arm, int seed) => FormattableString.Invariant($"{arm}-seed-{seed}");

    private static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return safe.Length <= LongestModelName ? safe : safe[..LongestModelName];
    }
}
