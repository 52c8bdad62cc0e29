using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>The rotary settings of a <c>config.json</c>, read and written.</summary>
internal static class RotarySettings
{
    /// <summary>No head of any model comes near it; the list of divisors stays small.</summary>
    private const int LargestHead = 1 << 16;

    /// <summary>transformers 5 has everything in rope_parameters; before, the base stood beside rope_scaling.</summary>
    public static RotaryConfiguration Read(ConfigurationJson json, int headSize)
    {
        if (json.Object("rope_parameters") is not { } parameters) return Read(json, json.Object("rope_scaling"), headSize, 10_000);
        if (parameters.Number("partial_rotary_factor") is null) RefusePartial(json, null);
        return Read(parameters, parameters, headSize, json.Number("rope_theta") ?? 10_000);
    }

    /// <summary>Writes them in the form that transformers 4 and 5 read.</summary>
    /// <exception cref="NotSupportedException">The scaling is not linear.</exception>
    public static void Write(JsonObject json, RotaryConfiguration rotary)
    {
        json["rope_theta"] = rotary.Theta;
        if (rotary.Divisors is not { } divisors) return;
        if (!rotary.IsLinear) throw new NotSupportedException("Only linear rotary scaling can be written.");
        json["rope_scaling"] = new JsonObject { ["rope_type"] = "linear", ["factor"] = divisors[0] };
    }

    /// <summary>Some families turn a part of each head only, which is not supported in any.</summary>
    private static void RefusePartial(ConfigurationJson @base, ConfigurationJson? scaling)
    {
        if ((scaling?.Number("partial_rotary_factor") ?? @base.Number("partial_rotary_factor")) is { } part and not 1)
            @base.Fail($"partial_rotary_factor is {part.ToString(CultureInfo.InvariantCulture)}: rotary embedding of a part of each head is not supported.");
    }

    /// <summary>From where the base stands and from where the scaling does.</summary>
    public static RotaryConfiguration Read(ConfigurationJson @base, ConfigurationJson? scaling, int headSize, double usual)
    {
        RefusePartial(@base, scaling);
        var theta = @base.Number("rope_theta") ?? usual;
        if (headSize > LargestHead)
        {
            @base.Fail($"A head size of {headSize} is beyond {LargestHead}.");
            return new RotaryConfiguration(theta);
        }

        switch (scaling?.Text("rope_type") ?? scaling?.Text("type") ?? "default")
        {
            case "default":
                return new RotaryConfiguration(theta);
            case "linear":
                return RotaryConfiguration.Linear(theta, headSize, Required("factor"));
            case "llama3":
                return RotaryConfiguration.Llama3(theta, headSize, Required("factor"), Required("low_freq_factor"),
                    Required("high_freq_factor"), Required("original_max_position_embeddings"));
            case var other:
                @base.Fail($"The rotary scaling {other} is not known.", "Known are: default, linear, llama3.");
                return new RotaryConfiguration(theta);
        }

        double Required(string key)
        {
            if (scaling!.Number(key) is { } number) return number;
            @base.Fail($"The rotary scaling has no {key}.");
            return 1;
        }
    }
}
