using System.CommandLine;
using Fulcrum.Cli.ModelVerbs;
using Fulcrum.Models.Hub;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models list</c>: what is cached, what lies in folders, what is known to work.</summary>
internal static class ModelsListCommand
{
    public static Command Create(Option<string[]> pathsBefore, Option<bool> json)
    {
        var command = new Command(
            "list",
            """
            List the models in the hub's cache, in folders of yours, and some that are known to work.

            Example:
              fulcrum models list --path ~/models
            """);
        Configure(command, pathsBefore, json);
        return command;
    }

    /// <summary>The folders to look into.</summary>
    public static Option<string[]> Paths() => new("--path") { Description = "A model, or a folder of models; may be repeated.", HelpName = "DIR" };

    /// <summary>Makes a command list models.</summary>
    /// <param name="command">The command.</param>
    /// <param name="paths">Its option, or that of the command above it, which counts too.</param>
    /// <param name="json">Whether to print JSON.</param>
    public static void Configure(Command command, Option<string[]> paths, Option<bool> json)
    {
        var own = command.Options.Contains(paths) ? paths : Paths();
        if (own != paths) command.Add(own);
        command.SetAction(parsed =>
        {
            string[] folders = [.. parsed.GetValue(paths) ?? [], .. own == paths ? [] : parsed.GetValue(own) ?? []];
            var models = ListedModel.All(new HubCache(HubSettings.CacheFolderFromEnvironment()), folders);
            ModelListView.Show(new Terminal(), models, parsed.GetValue(json));
        });
    }
}
