using System.CommandLine;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models</c>: what models there are and what is known of them; bare, it lists them.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command(
            "models",
            """
            List, inspect, fetch and verify models.

            Examples:
              fulcrum models
              fulcrum models show hf:HuggingFaceTB/SmolLM2-135M-Instruct
            """)
        {
            ModelsListCommand.Create(),
            ModelsShowCommand.Create(),
            ModelsPullCommand.Create(),
            ModelsRemoveCommand.Create(),
            ModelsTokenizeCommand.Create(),
            ModelsVerifyCommand.Create(),
        };
        ModelsListCommand.Configure(command);
        return command;
    }

    /// <summary>The argument of the verbs that take one model.</summary>
    public static Argument<string> Model(string description = "A model folder, a .gguf file or hf:ORG/NAME[@REVISION][:FILE].") =>
        new("MODEL") { Description = description };

    /// <summary>The option that all of these verbs have.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };
}
