using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>The description of the service, and the addresses of its resources.</summary>
internal sealed record ServiceDescription(
    ServiceVersion Version,
    string JobsRef,
    string MachinesRef,
    [property: JsonPropertyName("csrf-header")] string CsrfHeader,
    [property: JsonPropertyName("csrf-token")] string CsrfToken);
