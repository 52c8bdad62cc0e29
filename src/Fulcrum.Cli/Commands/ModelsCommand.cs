using System.CommandLine;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models</c>: what models there are and what is known of them; bare, it lists them.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text.", Recursive = true };
        var paths = ModelsListCommand.Paths();
        Command[] others =
        [
            ModelsShowCommand.Create(json), ModelsPullCommand.Create(json), ModelsRemoveCommand.Create(json), ModelsTokenizeCommand.Create(json),
            ModelsVerifyCommand.Create(json),
        ];
        var command = new Command(
            "models",
            """
            List, inspect, fetch and verify models.

            Examples:
              fulcrum models
              fulcrum models show hf:HuggingFaceTB/SmolLM2-135M-Instruct
            """)
        {
            paths, json, ModelsListCommand.Create(paths, json),
        };
        foreach (var verb in others)
        {
            command.Add(verb);
            verb.Validators.Add(result =>
            {
                if (result.GetResult(paths) is { Implicit: false }) result.AddError($"`fulcrum models {verb.Name}` takes no --path.");
            });
        }

        ModelsListCommand.Configure(command, paths, json);
        return command;
    }

    /// <summary>The argument of the verbs that take one model.</summary>
    public static Argument<string> Model(string description = "A model folder, a .gguf file or hf:ORG/NAME[@REVISION][:FILE].") =>
        new("MODEL") { Description = description };
}
