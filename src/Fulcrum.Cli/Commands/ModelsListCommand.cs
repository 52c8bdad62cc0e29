using System.CommandLine;
using Fulcrum.Cli.ModelVerbs;
using Fulcrum.Models.Hub;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models list</c>: what is cached, what lies in folders, what is known to work.</summary>
internal static class ModelsListCommand
{
    public static Command Create()
    {
        var command = new Command(
            "list",
            """
            List the models in the hub's cache, in folders of yours, and some that are known to work.

            Example:
              fulcrum models list --path ~/models
            """);
        Configure(command);
        return command;
    }

    /// <summary>Makes a command list models.</summary>
    public static void Configure(Command command)
    {
        var paths = new Option<string[]>("--path") { Description = "A model, or a folder of models; may be repeated.", HelpName = "DIR" };
        var json = ModelsCommand.Json();
        command.Add(paths);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var models = ListedModel.All(new HubCache(HubSettings.FromEnvironment().CacheFolder), parsed.GetValue(paths) ?? []);
            ModelListView.Show(new Terminal(), models, parsed.GetValue(json));
        });
    }
}
