using Fulcrum.Models.Builtin;
using Fulcrum.Models.Hub;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>Fetches models of the hub and shows how far it is.</summary>
internal static class HubDownload
{
    /// <summary>The path of a model that may be named <c>hf:…</c> or <c>builtin:minilm</c>; other names are paths already.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be fetched.</exception>
    public static async Task<string> ResolveAsync(Terminal terminal, string model, CancellationToken cancellationToken) =>
        model == BuiltinMiniLM.Name ? BuiltinMiniLM.Prepare()
        : HubName.IsHubName(model) ? (await RunAsync(terminal, model, cancellationToken)).Path
        : model;

    /// <summary>Fetches what the cache lacks of a model.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be fetched.</exception>
    public static async Task<HubSnapshot> RunAsync(Terminal terminal, string model, CancellationToken cancellationToken)
    {
        var name = HubName.Parse(model);
        var hub = new ModelHub(HubSettings.FromEnvironment(), TimeProvider.System);
        try
        {
            var snapshot = await DownloadView.RunAsync(terminal, progress => hub.FetchAsync(name, progress, cancellationToken));
            if (snapshot.Note is { } note) terminal.Say(note);
            return snapshot;
        }
        catch (OperationCanceledException)
        {
            terminal.Say($"Stopped. What has arrived of {name} is kept; the same command goes on from there.");
            throw;
        }
    }
}
