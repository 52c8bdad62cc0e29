namespace Fulcrum.Bench;

/// <summary>
/// One careful script over transformers 5.23, peft 0.21, torch 2.13 and scikit-learn on 2 threads in fp32: sms-spam, 256
/// training and 500 test messages cut at 128 tokens, SmolLM2-135M-Instruct, 3 epochs, batch 8.
/// </summary>
internal static class PythonBaseline
{
    /// <summary>Middle of the 135–150 GFLOP/s measured on its machine.</summary>
    public const double GemmGigaflops = 142.5;

    /// <summary>Of every tuned rung.</summary>
    public const int Epochs = 3;

    /// <summary>Rung to what it took and reached, and the ratio of normalized cost that is the goal here.</summary>
    public static IReadOnlyDictionary<string, (double Seconds, double Accuracy, double? Goal)> Rungs { get; } =
        new Dictionary<string, (double, double, double?)>
        {
            ["classical"] = (2.3, .896, null),
            ["zero-shot"] = (223, .254, .2),
            ["few-shot"] = (966, .82, .06),
            ["lora"] = (703, .966, .27),
            ["full"] = (706, .976, .37),
            ["scratch"] = (71, .952, .5),
        };

    /// <summary>The whole ladder.</summary>
    public const double WholeLadderSeconds = 2671;
}
