-- Wireshark dissectors for the protocols of SpiNNaker machines: boot, SDP, SCP, BMP, EIEIO, notifications, streams.
-- Copy this file into the folder of personal Lua plugins (Wireshark: Help, About, Folders), or name it: tshark -X lua_script:spinnaker.lua -r FILE.
-- Packets at the standard ports are always taken. At other ports, packets that look like SCP are taken by a heuristic,
-- and the ports of IP tags are learned from the requests that set them.

local info = {
    version = "1.0.0",
    author = "The SpiNNMan.Async authors",
    description = "SpiNNaker: boot, SDP, SCP, BMP, EIEIO, notification protocol, streams of memory",
}
set_plugin_info(info)

local PORT_SCP, PORT_BOOT, PORT_TUBE, PORT_NOTIFICATION = 17893, 54321, 17892, 19999

-- Names --------------------------------------------------------------------------------------------------------

local commands = {
    [0] = "Version", [1] = "Run", [2] = "Read", [3] = "Write", [4] = "Aplx", [5] = "Fill", [15] = "Count", [16] = "Remap",
    [17] = "LinkRead", [18] = "LinkWrite", [19] = "ApplicationRun", [20] = "NearestNeighbourPacket", [21] = "ApplicationCopyRun",
    [22] = "Signal", [23] = "FloodFillData", [24] = "ApplicationStart", [25] = "Led", [26] = "IPTag", [27] = "SerialRom",
    [28] = "Allocate", [29] = "Router", [30] = "DroppedPacketReinjection", [31] = "ChipInfo", [32] = "Sync",
    [48] = "BmpInfo", [49] = "FlashCopy", [50] = "FlashErase", [51] = "FlashWrite", [53] = "BmpSerialFlash", [54] = "BmpEeprom",
    [55] = "BmpReset", [56] = "BmpXilinx", [57] = "BmpPower", [61] = "BmpI2C", [62] = "BmpPwm", [64] = "Tube",
}

local results = {
    [0x80] = "Ok", [0x81] = "BadLength", [0x82] = "BadChecksum", [0x83] = "BadCommand", [0x84] = "BadArgument",
    [0x85] = "BadPort", [0x86] = "Timeout", [0x87] = "NoRoute", [0x88] = "BadCore", [0x89] = "DeadCore", [0x8A] = "NoBuffer",
    [0x8B] = "P2PNoReply", [0x8C] = "P2PReject", [0x8D] = "P2PBusy", [0x8E] = "P2PTimeout", [0x8F] = "PacketTransmit",
}

local signals = {
    [0] = "Initialise", [1] = "PowerDown", [2] = "Stop", [3] = "Start", [4] = "Sync0", [5] = "Sync1", [6] = "Pause",
    [7] = "Continue", [8] = "Exit", [9] = "Timer", [10] = "User0", [11] = "User1", [12] = "User2", [13] = "User3",
}

local states = {
    [0] = "Dead", [1] = "PoweredDown", [2] = "RunTimeException", [3] = "Watchdog", [4] = "Initialising", [5] = "Ready",
    [6] = "CMain", [7] = "Running", [8] = "Sync0", [9] = "Sync1", [10] = "Paused", [11] = "Finished", [12] = "State12",
    [13] = "State13", [14] = "State14", [15] = "Idle",
}

local access_units = { [0] = "byte", [1] = "half word", [2] = "word" }
local tag_operations = { [0] = "New", [1] = "Set", [2] = "Get", [3] = "Clear", [4] = "Timeout" }
local allocations = {
    [0] = "SDRAM", [1] = "free SDRAM at an address", [2] = "free SDRAM of an application", [3] = "routing entries",
    [4] = "free routing entries at an index", [5] = "free routing entries of an application", [6] = "SDRAM that is free", [7] = "SDRAM with a tag",
}
local router_operations = { [0] = "Clear", [1] = "Load one", [2] = "Load", [3] = "Fixed route" }
local power_states = { [0] = "off", [1] = "on" }
local boot_operations = { [0x41] = "Hello", [1] = "FloodFillStart", [3] = "FloodFillBlock", [5] = "FloodFillControl" }
local eieio_types = { [0] = "16-bit keys", [1] = "16-bit keys with payloads", [2] = "32-bit keys", [3] = "32-bit keys with payloads" }
local eieio_commands = {
    [1] = "Database", [2] = "EventPadding", [3] = "EventStop", [4] = "StopSendingRequests", [5] = "StartSendingRequests",
    [6] = "SpinnakerRequestBuffers", [7] = "HostSendSequencedData", [8] = "SpinnakerRequestReadData", [9] = "HostDataRead",
    [10] = "StopPauseNotification", [11] = "StartResumeNotification", [12] = "HostDataReadAck",
}
local sdp_ports = {
    [0] = "commands", [1] = "buffered input", [2] = "buffered output", [3] = "run control", [4] = "reinjection", [5] = "data out", [6] = "data in", [7] = "Ethernet",
}
local run_commands = { [6] = "Stop", [7] = "RunUntil", [8] = "UpdateProvenanceAndExit", [9] = "ClearIobuf", [10] = "Pause", [11] = "GetTime" }
local reinjection_commands = {
    [0] = "SetWait1", [1] = "SetWait2", [2] = "SetPacketTypes", [3] = "GetStatus", [4] = "ResetCounters", [5] = "Exit", [6] = "ClearQueue",
}
local monitor_route_commands = { [6] = "SaveApplicationRoutes", [7] = "LoadApplicationRoutes", [8] = "LoadSystemRoutes" }
local stream_words = {
    [100] = "StartSending", [1000] = "StartOfMissing", [1001] = "MoreMissing", [200] = "SendDataToLocation", [2000] = "SequencedData or Clear",
    [2001] = "TellMissing", [2002] = "Missing", [2003] = "Finished",
}

local function named(names, value)
    return names[value] or string.format("%d", value)
end

-- Protocols and fields -----------------------------------------------------------------------------------------

local spinnaker = Proto("spinnaker", "SpiNNaker")
local boot = Proto("spinnaker.boot_protocol", "SpiNNaker boot")
local eieio = Proto("spinnaker.eieio_protocol", "SpiNNaker EIEIO")
local stream = Proto("spinnaker.stream_protocol", "SpiNNaker stream of memory")

local f = spinnaker.fields
f.pad = ProtoField.bytes("spinnaker.pad", "Pad")
f.flags = ProtoField.uint8("spinnaker.sdp.flags", "Flags", base.HEX)
f.reply_expected = ProtoField.bool("spinnaker.sdp.reply_expected", "Reply expected", 8, nil, 0x80)
f.no_p2p = ProtoField.bool("spinnaker.sdp.no_p2p", "Not by point-to-point packets", 8, nil, 0x20)
f.tag = ProtoField.uint8("spinnaker.sdp.tag", "IP tag")
f.destination = ProtoField.string("spinnaker.sdp.destination", "Destination")
f.source = ProtoField.string("spinnaker.sdp.source", "Source")
f.data = ProtoField.bytes("spinnaker.sdp.data", "Data")
f.command = ProtoField.uint16("spinnaker.scp.command", "Command", base.DEC, commands)
f.result = ProtoField.uint16("spinnaker.scp.result", "Result", base.HEX, results)
f.sequence = ProtoField.uint16("spinnaker.scp.sequence", "Sequence number")
f.argument1 = ProtoField.uint32("spinnaker.scp.argument1", "Argument 1", base.HEX)
f.argument2 = ProtoField.uint32("spinnaker.scp.argument2", "Argument 2", base.HEX)
f.argument3 = ProtoField.uint32("spinnaker.scp.argument3", "Argument 3", base.HEX)
f.meaning = ProtoField.string("spinnaker.scp.meaning", "Meaning")
f.payload = ProtoField.bytes("spinnaker.scp.payload", "Payload")
f.short = ProtoField.string("spinnaker.scp.short", "Short packet")
f.response_in = ProtoField.framenum("spinnaker.scp.response_in", "Reply in", base.NONE, frametype.RESPONSE)
f.request_in = ProtoField.framenum("spinnaker.scp.request_in", "Request in", base.NONE, frametype.REQUEST)
f.time = ProtoField.double("spinnaker.scp.time", "Round trip (s)")
f.try = ProtoField.uint32("spinnaker.scp.try", "Try")
f.first_in = ProtoField.framenum("spinnaker.scp.first_in", "First try in")
f.text = ProtoField.string("spinnaker.text", "Text")

local b = boot.fields
b.version = ProtoField.uint16("spinnaker.boot.version", "Protocol version")
b.operation = ProtoField.uint32("spinnaker.boot.operation", "Operation", base.HEX, boot_operations)
b.operand1 = ProtoField.uint32("spinnaker.boot.operand1", "Operand 1", base.HEX)
b.operand2 = ProtoField.uint32("spinnaker.boot.operand2", "Operand 2", base.HEX)
b.operand3 = ProtoField.uint32("spinnaker.boot.operand3", "Operand 3", base.HEX)
b.data = ProtoField.bytes("spinnaker.boot.data", "Block")

local e = eieio.fields
e.count = ProtoField.uint8("spinnaker.eieio.count", "Count")
e.type = ProtoField.uint8("spinnaker.eieio.type", "Type", base.DEC, eieio_types, 0x0C)
e.has_prefix = ProtoField.bool("spinnaker.eieio.has_prefix", "Key prefix", 8, nil, 0x80)
e.upper = ProtoField.bool("spinnaker.eieio.upper", "Prefix is the upper half", 8, nil, 0x40)
e.has_base = ProtoField.bool("spinnaker.eieio.has_base", "Payload base", 8, nil, 0x20)
e.is_time = ProtoField.bool("spinnaker.eieio.is_time", "Payloads are times", 8, nil, 0x10)
e.prefix = ProtoField.uint16("spinnaker.eieio.prefix", "Prefix", base.HEX)
e.base = ProtoField.uint32("spinnaker.eieio.base", "Payload base")
e.key = ProtoField.uint32("spinnaker.eieio.key", "Key", base.HEX)
e.payload = ProtoField.uint32("spinnaker.eieio.payload", "Payload")
e.command = ProtoField.uint16("spinnaker.eieio.command", "Command", base.DEC, eieio_commands)
e.path = ProtoField.string("spinnaker.eieio.path", "Database")
e.rest = ProtoField.bytes("spinnaker.eieio.rest", "Fields")
e.cut = ProtoField.string("spinnaker.eieio.cut", "Cut off")

local s = stream.fields
s.sequence = ProtoField.uint32("spinnaker.stream.sequence", "Sequence number", base.DEC, nil, 0x7FFFFFFF)
s.last = ProtoField.bool("spinnaker.stream.last", "End of the round", 32, nil, 0x80000000)
s.word = ProtoField.uint32("spinnaker.stream.word", "Command")
s.transaction = ProtoField.uint32("spinnaker.stream.transaction", "Transaction")
s.data = ProtoField.bytes("spinnaker.stream.data", "Data")

spinnaker.prefs.ports = Pref.range("UDP ports of boards", tostring(PORT_SCP), "UDP ports at which boards and BMPs take commands", 65535)

-- State of a capture -------------------------------------------------------------------------------------------

local udp = DissectorTable.get("udp.port")
local requests, replies, tags, learned

-- Forgets everything when a file is opened anew.
function spinnaker.init()
    for port in pairs(learned or {}) do udp:remove(port, spinnaker) end
    requests, replies, tags, learned = {}, {}, {}, {}
end

-- Takes a port from whatever else may be registered there, for as long as this file is open.
local function claim(port)
    if learned[port] or port < 1024 then return end
    learned[port] = true
    udp:add(port, spinnaker)
end

local function key_of(host, host_port, board, board_port, sequence)
    return string.format("%s|%d|%s|%d|%d", host, host_port, board, board_port, sequence)
end

-- The last request with this key before a frame.
local function last_before(list, frame)
    local found
    for _, request in ipairs(list or {}) do
        if request.frame < frame then found = request end
    end
    return found
end

-- The port that an IP tag sends to, learned from the request that set it.
local function learn_tag(pinfo, argument1, argument2)
    if bit.band(bit.rshift(argument1, 16), 0xFF) ~= 1 then return end
    local reverse = bit.band(argument1, 0x20000000) ~= 0
    local strip = bit.band(argument1, 0x10000000) ~= 0
    local use_sender = bit.band(argument1, 0x40000000) ~= 0
    local port = bit.band(argument2, 0xFFFF)
    if reverse then
        tags["to|" .. port] = "eieio"
        claim(port)
    elseif use_sender or port == 0 then
        tags["from|" .. pinfo.src_port] = strip and "eieio" or "sdp"
    else
        tags["from|" .. port] = strip and "eieio" or "sdp"
        claim(port)
    end
end

-- Arguments of commands ----------------------------------------------------------------------------------------

local function cores_of(mask)
    local cores = {}
    for core = 0, 17 do
        if bit.band(mask, bit.lshift(1, core)) ~= 0 then cores[#cores + 1] = tostring(core) end
    end
    return #cores == 0 and "no cores" or "cores " .. table.concat(cores, ",")
end

local function high(value, shift, mask)
    return bit.band(bit.rshift(value, shift), mask)
end

local describe = {}

describe[2] = function(a, c, d) return string.format("%u bytes from 0x%08X by %s", c, a, named(access_units, d)) end
describe[3] = function(a, c, d) return string.format("%u bytes to 0x%08X by %s", c, a, named(access_units, d)) end
describe[5] = function(a, c, d) return string.format("%u bytes from 0x%08X with 0x%08X", d, a, c) end
describe[17] = function(a, c, d) return string.format("%u bytes from 0x%08X over link or FPGA %u", c, a, d) end
describe[18] = function(a, c, d) return string.format("%u bytes to 0x%08X over link or FPGA %u", c, a, d) end
describe[19] = function(a) return string.format("application %u on %s%s", high(a, 24, 0xFF), cores_of(a), bit.band(a, 0x40000) ~= 0 and ", waiting" or "") end
describe[20] = function(a, c)
    local kind = high(a, 24, 0xFF)
    if kind == 6 then return string.format("flood fill %u begins, %u blocks", high(a, 16, 0xFF), high(a, 8, 0xFF)) end
    if kind == 15 then return string.format("flood fill %u ends, application %u on %s", bit.band(a, 0xFF), high(c, 24, 0xFF), cores_of(c)) end
    if kind == 0 then return string.format("signal %s to application %u", named(signals, high(c, 16, 0xFF)), bit.band(c, 0xFF)) end
    return string.format("kind %u", kind)
end
describe[21] = function(a, c, d) return string.format("%u bytes over link %u, application %u on %s", c, bit.band(a, 7), high(d, 24, 0xFF), cores_of(d)) end
describe[22] = function(a, c)
    if a == 1 and high(c, 20, 0xF) ~= 0 then return string.format("count of cores in state %s of application %u", named(states, high(c, 16, 0xF)), bit.band(c, 0xFF)) end
    return string.format("%s to application %u", named(signals, high(c, 16, 0xFF)), bit.band(c, 0xFF))
end
describe[23] = function(a, c, d) return string.format("block %u of flood fill %u to 0x%08X", high(c, 16, 0xFF), bit.band(a, 0xFF), d) end
describe[25] = function(a) return string.format("actions 0x%X", a) end
describe[26] = function(a, c, d)
    local operation = high(a, 16, 0xFF)
    local text = string.format("%s tag %u", named(tag_operations, operation), bit.band(a, 0xFF))
    if operation ~= 1 then return text end
    if bit.band(a, 0x20000000) ~= 0 then
        return string.format("%s, reverse, port %u to %u,%u,%u port %u", text, bit.band(c, 0xFFFF), high(c, 24, 0xFF), high(c, 16, 0xFF), high(a, 8, 0x1F), high(a, 13, 7))
    end
    local to = bit.band(a, 0x40000000) ~= 0 and "the sender"
        or string.format("%u.%u.%u.%u:%u", bit.band(d, 0xFF), high(d, 8, 0xFF), high(d, 16, 0xFF), high(d, 24, 0xFF), bit.band(c, 0xFFFF))
    return string.format("%s to %s%s", text, to, bit.band(a, 0x10000000) ~= 0 and ", without SDP headers" or "")
end
describe[28] = function(a, c, d) return string.format("%s, application %u, 0x%X, tag %u", named(allocations, bit.band(a, 0xFF)), high(a, 8, 0xFF), c, d) end
describe[29] = function(a, c, d)
    local operation = bit.band(a, 0xFF)
    if operation == 2 then return string.format("load %u entries from 0x%08X at %u, application %u", high(a, 16, 0xFFFF), c, d, high(a, 8, 0xFF)) end
    return string.format("%s, application %u", named(router_operations, operation), high(a, 8, 0xFF))
end
describe[32] = function(a) return a ~= 0 and "on" or "off" end
describe[48] = function(a) return string.format("kind %u", a) end
describe[57] = function(a, c) return string.format("boards 0x%06X %s, %u ms apart", c, named(power_states, bit.band(a, 0xFFFF)), high(a, 16, 0xFFFF)) end

-- Names of SCP commands at other SDP ports.
local function command_name(port, command)
    if port == 3 then return named(run_commands, command) end
    if port == 4 then return named(reinjection_commands, command) end
    if port == 6 then return named(monitor_route_commands, command) end
    return named(commands, command)
end

-- EIEIO --------------------------------------------------------------------------------------------------------

local function dissect_eieio_command(buffer, tree)
    local command = bit.band(buffer(0, 2):le_uint(), 0x3FFF)
    tree:add_le(e.command, buffer(0, 2), command)
    local text = named(eieio_commands, command)
    if command == 1 then
        if buffer:len() > 2 then tree:add(e.path, buffer(2)) end
        return text .. (buffer:len() > 2 and " " .. buffer(2):string() or " read")
    end
    if buffer:len() > 2 then tree:add(e.rest, buffer(2)) end
    return text
end

local function dissect_eieio_data(buffer, tree)
    local count, flags = buffer(0, 1):uint(), buffer(1, 1):uint()
    tree:add(e.count, buffer(0, 1))
    tree:add(e.has_prefix, buffer(1, 1))
    tree:add(e.upper, buffer(1, 1))
    tree:add(e.has_base, buffer(1, 1))
    tree:add(e.is_time, buffer(1, 1))
    tree:add(e.type, buffer(1, 1))
    local kind = bit.rshift(bit.band(flags, 0x0C), 2)
    local size = kind < 2 and 2 or 4
    local with_payload = kind % 2 == 1
    local at = 2
    if bit.band(flags, 0x80) ~= 0 and buffer:len() >= at + 2 then
        tree:add_le(e.prefix, buffer(at, 2))
        at = at + 2
    end
    if bit.band(flags, 0x20) ~= 0 and buffer:len() >= at + size then
        tree:add_le(e.base, buffer(at, size))
        at = at + size
    end
    for element = 1, count do
        if buffer:len() < at + (with_payload and 2 * size or size) then
            tree:add(e.cut, buffer(buffer:len() - 1, 1), string.format("element %d of %d and what follows", element, count))
            break
        end
        tree:add_le(e.key, buffer(at, size))
        at = at + size
        if with_payload then
            tree:add_le(e.payload, buffer(at, size))
            at = at + size
        end
    end
    return string.format("%d events, %s", count, named(eieio_types, kind))
end

-- Adds an EIEIO message, and returns its text; nil if it is none.
local function add_eieio(buffer, tree)
    if buffer:len() < 2 then return nil end
    local branch = tree:add(eieio, buffer())
    if bit.band(buffer(1, 1):uint(), 0xC0) == 0x40 then return dissect_eieio_command(buffer, branch) end
    return dissect_eieio_data(buffer, branch)
end

function eieio.dissector(buffer, pinfo, tree)
    pinfo.cols.protocol = "EIEIO"
    pinfo.cols.info = add_eieio(buffer, tree) or "EIEIO, too short"
    return buffer:len()
end

-- Streams of memory --------------------------------------------------------------------------------------------

local function dissect_stream_out(buffer, pinfo, tree)
    local branch = tree:add(stream, buffer())
    branch:add_le(s.sequence, buffer(0, 4))
    branch:add_le(s.last, buffer(0, 4))
    branch:add_le(s.transaction, buffer(4, 4))
    if buffer:len() > 8 then branch:add(s.data, buffer(8)) end
    local word = buffer(0, 4):le_uint()
    pinfo.cols.protocol = "SpiNNaker stream"
    pinfo.cols.info = string.format("datagram %u of stream %u, %u bytes%s", bit.band(word, 0x7FFFFFFF), buffer(4, 4):le_uint(), buffer:len() - 8, word >= 0x80000000 and ", end of the round" or "")
    return buffer:len()
end

-- SDP and SCP --------------------------------------------------------------------------------------------------

local function place(buffer, port_and_core, y, x)
    local value = buffer(port_and_core, 1):uint()
    if value == 0xFF then return "host" end
    return string.format("%u,%u,%u port %u (%s)", buffer(x, 1):uint(), buffer(y, 1):uint(), bit.band(value, 0x1F), bit.rshift(value, 5), named(sdp_ports, bit.rshift(value, 5)))
end

local function add_sdp(buffer, tree)
    local sdp = tree:add(spinnaker, buffer(0, 8), "SpiNNaker datagram protocol (SDP)")
    local flags = sdp:add(f.flags, buffer(0, 1))
    flags:add(f.reply_expected, buffer(0, 1))
    flags:add(f.no_p2p, buffer(0, 1))
    sdp:add(f.tag, buffer(1, 1))
    sdp:add(f.destination, buffer(2, 1), place(buffer, 2, 4, 5))
    sdp:add(f.source, buffer(3, 1), place(buffer, 3, 6, 7))
end

local function dissect_request(buffer, pinfo, tree)
    local port = bit.rshift(buffer(2, 1):uint(), 5)
    local command, sequence = buffer(8, 2):le_uint(), buffer(10, 2):le_uint()
    local key = key_of(tostring(pinfo.src), pinfo.src_port, tostring(pinfo.dst), pinfo.dst_port, sequence)
    local bytes = buffer:bytes():tohex()
    local list = requests[key] or {}
    requests[key] = list
    local own
    for _, request in ipairs(list) do
        if request.frame == pinfo.number then own = request end
    end
    if not own then
        local before = list[#list]
        local again = before and before.bytes == bytes and not (before.reply and before.final)
        own = { frame = pinfo.number, time = pinfo.rel_ts, bytes = bytes, command = command, port = port,
            try = again and before.try + 1 or 1, first = again and before.first or pinfo.number }
        list[#list + 1] = own
    end

    local scp = tree:add(spinnaker, buffer(8), "SpiNNaker command protocol (SCP): request")
    if port == 0 then
        scp:add_le(f.command, buffer(8, 2))
    else
        scp:add_le(f.command, buffer(8, 2)):set_text("Command: " .. command_name(port, command) .. " (" .. command .. ")")
    end
    scp:add_le(f.sequence, buffer(10, 2))
    local a, c, d = 0, 0, 0
    local meaning = ""
    if buffer:len() >= 24 then
        scp:add_le(f.argument1, buffer(12, 4))
        scp:add_le(f.argument2, buffer(16, 4))
        scp:add_le(f.argument3, buffer(20, 4))
        a, c, d = buffer(12, 4):le_uint(), buffer(16, 4):le_uint(), buffer(20, 4):le_uint()
        if port == 0 and describe[command] then
            meaning = describe[command](a, c, d)
            scp:add(f.meaning, buffer(12, 12), meaning):set_generated()
        end
        if buffer:len() > 24 then scp:add(f.payload, buffer(24)) end
        if port == 0 and command == 26 then learn_tag(pinfo, a, c) end
    else
        scp:add(f.short, buffer(8), "arguments are missing: the board answers BadLength")
    end

    if own.try > 1 then
        scp:add(f.try, buffer(10, 2), own.try):set_generated()
        scp:add(f.first_in, buffer(10, 2), own.first):set_generated()
    end
    if own.reply then scp:add(f.response_in, buffer(8, 2), own.reply):set_generated() end

    pinfo.cols.info = string.format("%s #%u to %s%s%s", command_name(port, command), sequence, place(buffer, 2, 4, 5),
        meaning ~= "" and ": " .. meaning or "", own.try > 1 and string.format(" [try %d]", own.try) or "")
end

-- The meaning of the payload of a reply.
local function describe_reply(request, buffer, scp)
    if not request or request.port ~= 0 or buffer:len() <= 12 then return "" end
    if request.command == 0 and buffer:len() > 24 then
        local text = buffer(24):string():gsub("%z", " "):gsub("%s+$", "")
        scp:add(f.text, buffer(24), text)
        return text
    end
    if request.command == 28 and buffer:len() >= 16 then return string.format("0x%08X", buffer(12, 4):le_uint()) end
    return string.format("%u bytes", buffer:len() - 12)
end

local function dissect_reply(buffer, pinfo, tree)
    local result, sequence = buffer(8, 2):le_uint(), buffer(10, 2):le_uint()
    local key = key_of(tostring(pinfo.dst), pinfo.dst_port, tostring(pinfo.src), pinfo.src_port, sequence)
    local request = replies[pinfo.number]
    if request == nil then
        request = last_before(requests[key], pinfo.number) or false
        replies[pinfo.number] = request
        if request and not request.reply then
            request.reply = pinfo.number
            request.final = result == 0x80
        end
    end
    request = request or nil

    local scp = tree:add(spinnaker, buffer(8), "SpiNNaker command protocol (SCP): reply")
    scp:add_le(f.result, buffer(8, 2))
    scp:add_le(f.sequence, buffer(10, 2))
    local meaning = result == 0x80 and describe_reply(request, buffer, scp) or ""
    if buffer:len() > 12 then scp:add(f.payload, buffer(12)) end
    if request then
        scp:add(f.request_in, buffer(10, 2), request.frame):set_generated()
        scp:add(f.time, buffer(10, 2), pinfo.rel_ts - request.time):set_generated()
    end

    pinfo.cols.info = string.format("%s #%u%s from %s%s", named(results, result), sequence, request and " to " .. command_name(request.port, request.command) or "",
        place(buffer, 3, 6, 7), meaning ~= "" and ": " .. meaning or "")
end

-- The requests that an SDP message to a host may answer.
local function requests_for(pinfo, message)
    if message:len() < 12 or message(2, 1):uint() ~= 0xFF or not results[message(8, 2):le_uint()] then return nil end
    return requests[key_of(tostring(pinfo.dst), pinfo.dst_port, tostring(pinfo.src), pinfo.src_port, message(10, 2):le_uint())]
end

-- Whether an SDP message to a host is a reply of the command protocol.
local function is_reply(message, pinfo)
    if requests_for(pinfo, message) then return true end
    return message:len() >= 12 and message(2, 1):uint() == 0xFF and results[message(8, 2):le_uint()] ~= nil
end

local function dissect_data(buffer, pinfo, tree, to_board)
    local port = bit.rshift(buffer(to_board and 2 or 3, 1):uint(), 5)
    local info = string.format("SDP from %s to %s, %u bytes", place(buffer, 3, 6, 7), place(buffer, 2, 4, 5), buffer:len() - 8)
    if buffer:len() > 8 then
        if port == 1 or port == 2 then
            local text = add_eieio(buffer(8):tvb(), tree)
            if text then info = info .. ": " .. text end
        elseif (port == 5 or port == 6) and buffer:len() >= 12 then
            local branch = tree:add(stream, buffer(8))
            local word = buffer(8, 4):le_uint()
            branch:add_le(s.word, buffer(8, 4)):append_text(" (" .. named(stream_words, word) .. ")")
            if word == 100 then tags["stream|" .. pinfo.src_port] = true end
            if buffer:len() >= 16 then branch:add_le(s.transaction, buffer(12, 4)) end
            if buffer:len() > 16 then branch:add(s.data, buffer(16)) end
            info = info .. ": " .. named(stream_words, word)
        elseif buffer:len() >= 24 and buffer(8, 2):le_uint() == 64 then
            local text = buffer(24):string():gsub("%z.*", "")
            tree:add(f.text, buffer(24), text)
            info = string.format("Text of %s: %s", place(buffer, 3, 6, 7), text:gsub("%s+$", ""))
        else
            tree:add(f.data, buffer(8))
        end
    end
    pinfo.cols.info = info
end

-- An SDP message without its pad.
local function dissect_sdp(buffer, pinfo, tree, to_board)
    pinfo.cols.protocol = "SpiNNaker"
    add_sdp(buffer, tree)
    local flags, destination = buffer(0, 1):uint(), buffer(2, 1):uint()
    local port = bit.rshift(destination, 5)
    if to_board and buffer:len() >= 12 and bit.band(flags, 0x80) ~= 0 and port ~= 5 then
        dissect_request(buffer, pinfo, tree)
    elseif not to_board and is_reply(buffer, pinfo) then
        dissect_reply(buffer, pinfo, tree)
    else
        dissect_data(buffer, pinfo, tree, to_board)
    end
end

local PAD = 2
local board_ports = { { PORT_SCP, PORT_SCP } }

local function is_board_port(port)
    for _, range in ipairs(board_ports) do
        if port >= range[1] and port <= range[2] then return true end
    end
    return false
end

local function dissect_padded(buffer, pinfo, tree, to_board)
    if buffer:len() < PAD + 8 then
        pinfo.cols.protocol = "SpiNNaker"
        pinfo.cols.info = string.format("%u bytes, too short for SDP", buffer:len())
        tree:add(spinnaker, buffer()):add(f.short, buffer(), "too short for an SDP header")
        return buffer:len()
    end
    local root = tree:add(spinnaker, buffer())
    root:add(f.pad, buffer(0, PAD))
    dissect_sdp(buffer(PAD):tvb(), pinfo, root, to_board)
    return buffer:len()
end

-- The data of IP tags: their ports were learned.
local function dissect_learned(buffer, pinfo, tree)
    local kind = tags["from|" .. pinfo.dst_port]
    if kind and buffer:len() > PAD + 8 and requests_for(pinfo, buffer(PAD):tvb()) then return false end
    if kind == "sdp" then
        dissect_padded(buffer, pinfo, tree, false)
        return true
    end
    if kind == "eieio" or tags["to|" .. pinfo.dst_port] then
        if kind and buffer:len() >= 8 and buffer:len() % 4 == 0 and tags["stream|" .. pinfo.dst_port] then
            dissect_stream_out(buffer, pinfo, tree)
        else
            eieio.dissector(buffer, pinfo, tree)
        end
        return true
    end
    return false
end

function spinnaker.dissector(buffer, pinfo, tree)
    if not is_board_port(pinfo.dst_port) and dissect_learned(buffer, pinfo, tree) then return buffer:len() end
    return dissect_padded(buffer, pinfo, tree, is_board_port(pinfo.dst_port) or not is_board_port(pinfo.src_port))
end

local flag_values = { [0x07] = true, [0x87] = true, [0x27] = true, [0xA7] = true }

-- Takes what looks like SCP at a port that is not the standard one: virtual machines choose theirs.
local function heuristic(buffer, pinfo, tree)
    if dissect_learned(buffer, pinfo, tree) then return true end
    if buffer:len() < PAD + 12 or buffer:len() > PAD + 8 + 272 or not flag_values[buffer(PAD, 1):uint()] then return false end
    local destination, source = buffer(PAD + 2, 1):uint(), buffer(PAD + 3, 1):uint()
    local code = buffer(PAD + 8, 2):le_uint()
    if source == 0xFF and destination ~= 0xFF and buffer(PAD, 1):uint() >= 0x80 and (commands[code] or bit.rshift(destination, 5) ~= 0) then
        dissect_padded(buffer, pinfo, tree, true)
        return true
    end
    if destination == 0xFF and source ~= 0xFF and results[code] then
        dissect_padded(buffer, pinfo, tree, false)
        return true
    end
    return false
end

-- Boot ---------------------------------------------------------------------------------------------------------

function boot.dissector(buffer, pinfo, tree)
    pinfo.cols.protocol = "SpiNNaker boot"
    local branch = tree:add(boot, buffer())
    if buffer:len() < 18 then
        pinfo.cols.info = string.format("%u bytes, too short for a boot message", buffer:len())
        return buffer:len()
    end
    branch:add(b.version, buffer(0, 2))
    branch:add(b.operation, buffer(2, 4))
    branch:add(b.operand1, buffer(6, 4))
    branch:add(b.operand2, buffer(10, 4))
    branch:add(b.operand3, buffer(14, 4))
    if buffer:len() > 18 then branch:add(b.data, buffer(18)) end
    local operation = buffer(2, 4):uint()
    local text = named(boot_operations, operation)
    if operation == 3 then text = string.format("%s %u, %u bytes", text, buffer(9, 1):uint(), buffer:len() - 18) end
    if operation == 1 then text = string.format("%s, %u blocks", text, buffer(14, 4):uint() + 1) end
    pinfo.cols.info = text
    return buffer:len()
end

-- Registration -------------------------------------------------------------------------------------------------

local registered

-- Takes the ports that the user has set for boards.
local function take_ports()
    if registered == spinnaker.prefs.ports then return end
    if registered and registered ~= "" then udp:remove(registered, spinnaker) end
    registered = spinnaker.prefs.ports
    board_ports = {}
    for first, last in registered:gmatch("(%d+)%-?(%d*)") do
        board_ports[#board_ports + 1] = { tonumber(first), tonumber(last ~= "" and last or first) }
    end
    if registered ~= "" then udp:add(registered, spinnaker) end
end

spinnaker.prefs_changed = take_ports
take_ports()
udp:add(PORT_TUBE, spinnaker)
udp:add(PORT_BOOT, boot)
udp:add(PORT_NOTIFICATION, eieio)
udp:add_for_decode_as(spinnaker)
udp:add_for_decode_as(eieio)
udp:add_for_decode_as(stream)
spinnaker:register_heuristic("udp", heuristic)
