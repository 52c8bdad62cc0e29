namespace Fulcrum.Models.Families;

/// <summary>
/// What <c>quantization_config</c> says of a checkpoint whose weights were saved in few bits. The one that is read is
/// bitsandbytes's NF4.
/// </summary>
internal static class StoredQuantization
{
    /// <summary>Fails where the weights cannot be read.</summary>
    /// <param name="json">The whole configuration.</param>
    /// <param name="readsNF4">Whether the model can hold such weights.</param>
    public static void Check(ConfigurationJson json, bool readsNF4)
    {
        if (json.Object("quantization_config") is not { } quantization) return;
        var (inFour, inEight) = (quantization.Flag("load_in_4bit") == true, quantization.Flag("load_in_8bit") == true);
        var method = quantization.Text("quant_method") ?? (inFour || inEight ? "bitsandbytes" : "an unnamed method");
        var kind = method != "bitsandbytes" ? null : inFour ? quantization.Text("bnb_4bit_quant_type") ?? "fp4" : "int8";
        if (kind == "nf4" && readsNF4) return;
        json.Fail(
            $"The weights were saved quantized by {method}{(kind is null ? "" : $" ({kind})")}, which is not read{(readsNF4 ? "; of such, bitsandbytes's nf4 is" : " for this kind of model")}.",
            "Give the model that it was made from; a task's precision setting keeps it in int8 or nf4.");
    }
}
