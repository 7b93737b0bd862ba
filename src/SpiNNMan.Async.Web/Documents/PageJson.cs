using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Web.Documents;

/// <summary>Turns documents into JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PageLook))]
[JsonSerializable(typeof(PageName))]
[JsonSerializable(typeof(IReadOnlyList<PageLine>))]
internal sealed partial class PageJson : JsonSerializerContext;
