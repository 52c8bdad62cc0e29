using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Rungs.Tuned;

namespace Fulcrum.Rungs.Tests.Tuned;

public class TuningSettingsTests
{
    [Fact]
    public void A_value_of_another_type_is_refused_by_its_key()
    {
        var refused = Assert.Throws<InputException>(() => TuningSettings.Parse<LoraSettings>(new JsonObject { ["epochs"] = "three" }, "lora"));

        Assert.Equal("The settings of the lora rung cannot be read: $.epochs: The JSON value could not be converted to System.Int32.", refused.Message);
    }
}
