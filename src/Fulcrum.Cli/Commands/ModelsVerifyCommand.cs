using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Fulcrum.Cli.ModelVerbs;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models verify FOLDER</c>: is a converted model still the same?</summary>
internal static class ModelsVerifyCommand
{
    public static Command Create(Option<bool> json)
    {
        var folder = new Argument<string>("FOLDER") { Description = "A model folder, a .gguf file or hf:ORG/NAME[:FILE]; with golden.safetensors beside it unless an adapter is verified." };
        var adapter = new Option<string?>("--adapter") { Description = "A PEFT folder with its golden.safetensors; FOLDER is its base model.", HelpName = "DIR" };
        var tolerance = new Option<double?>("--tolerance")
        {
            Description = "The largest difference allowed. Default: suggested_atol of golden.json, else 1e-4.", HelpName = "X",
            CustomParser = ParseTolerance,
        };
        var command = new Command(
            "verify",
            """
            Run a model (and an adapter) on the inputs of golden.safetensors and compare with the outputs there: input_ids and
            logits at least; hidden.layerN, left.*, right.*, greedyN.logits and more where they are given. Exit code 1 where a
            difference is above the tolerance.

            Examples:
              fulcrum models verify converted-model
              fulcrum models verify base-model --adapter my-lora --tolerance 1e-4
            """)
        {
            folder, adapter, tolerance,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = new Terminal();
            var path = await HubDownload.ResolveAsync(terminal, parsed.GetValue(folder)!, cancellationToken);
            var report = VerificationReport.Create(path, parsed.GetValue(adapter), parsed.GetValue(tolerance), cancellationToken);
            VerificationView.Show(terminal, report, parsed.GetValue(json));
            return report.Passed ? ExitCodes.Good : ExitCodes.GateFailed;
        });
        return command;
    }

    private static double? ParseTolerance(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number)) return number;
        result.AddError($"--tolerance takes a number from 0 up, not {text}.");
        return null;
    }
}
