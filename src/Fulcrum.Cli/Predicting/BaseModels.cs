using Fulcrum.Cli.ModelVerbs;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Models.Builtin;
using Fulcrum.Models.Hub;

namespace Fulcrum.Cli.Predicting;

/// <summary>Where the models of an artifact may be: as the user says, the built-in one, in the hub's cache.</summary>
internal static class BaseModels
{
    /// <summary>Folders and files to look at before the places that the artifact names. Nothing is fetched but what the user names.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Terminal terminal, PredictorManifest manifest, IReadOnlyList<string> named, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var model in named)
        {
            var path = await HubDownload.ResolveAsync(terminal, model, cancellationToken);
            found.Add(Path.Exists(path) ? path : throw new InputException(MissingPath.Error(path, path)));
        }

        return [.. found, .. OnThisMachine(manifest)];
    }

    /// <summary>Where models are that were fetched, or that come with Fulcrum, as far as this machine has them.</summary>
    public static IEnumerable<string> OnThisMachine(PredictorManifest manifest) =>
        manifest.Models.Values.Select(model => model.Origin).OfType<string>().Distinct().Select(Local).OfType<string>();

    /// <summary>What this machine has of an origin; <see langword="null"/>: nothing.</summary>
    private static string? Local(string origin)
    {
        if (origin == BuiltinMiniLM.Name) return BuiltinMiniLM.IsInstalled ? BuiltinMiniLM.Prepare() : null;
        return HubName.IsHubName(origin) ? new ModelHub(HubSettings.FromEnvironment(), TimeProvider.System).FindCached(HubName.Parse(origin))?.Path : null;
    }
}
