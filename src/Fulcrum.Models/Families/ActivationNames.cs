using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>transformers' names of activations (activations.py, <c>ACT2CLS</c>); the first of each is the one that is written.</summary>
internal static class ActivationNames
{
    private static readonly (Activation Activation, string[] Names)[] Known =
    [
        (Activation.Silu, ["silu", "swish"]),
        (Activation.Gelu, ["gelu"]),
        (Activation.GeluTanh, ["gelu_pytorch_tanh", "gelu_new", "gelu_fast"]),
    ];

    /// <summary>The name that is written for an activation.</summary>
    public static string Of(Activation activation) => Known.Single(known => known.Activation == activation).Names[0];

    /// <summary>The activation under this key; <paramref name="absent"/> where it says none, or one that is not known.</summary>
    public static Activation Read(ConfigurationJson json, string key, Activation absent)
    {
        if (json.Text(key) is not { } name) return absent;
        foreach (var (activation, names) in Known)
            if (names.Contains(name)) return activation;
        json.Fail($"The activation {name} is not known.", "Known are: silu, gelu, gelu_new, gelu_pytorch_tanh.");
        return absent;
    }
}
